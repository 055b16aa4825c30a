import { chromium } from 'playwright-core';
import { openSchool } from './school.ts';
import { readFileSync } from 'node:fs';
const mod = await import('../../src/check/check.ts');
const school = await openSchool({ check: (mod as any).check });
const c=school.classroom;
const bad=readFileSync('lessons/backend-docker/solution/Dockerfile','utf8').replace(/--frozen/g,'');
await school.ada.slash('/hint 3');
await school.ada.slash('/help');
const o=await school.ada.slash('/check'); await o.modal.fill({dockerfile:bad}).submit();
const m=school.ada.dm('```dockerfile\n'+bad+'```',[{name:'.dockerignore',bytes:Buffer.from('*.sqlite3\n')}]); await school.ada.waitForReply(m);
const b=await chromium.launch({executablePath:'/usr/bin/chromium',args:['--headless','--no-sandbox','--disable-gpu','--disable-quic','--no-first-run','--disable-background-networking','--disable-component-update','--disable-sync']});
for (const [scheme,wd,he,name] of [['light',1280,1500,'light'],['dark',1280,1500,'dark'],['light',390,1200,'phone']] as const){
 const p=await b.newPage({viewport:{width:wd,height:he},colorScheme:scheme}); p.on('console',m=>console.log('CONSOLE',m.text())); 
 await p.goto(c.url+'/?as=Ada'); await p.waitForSelector('.message'); await p.screenshot({path:`/tmp/r-${name}.png`});
 await p.goto(c.url+'/?as=Ada&in=dm'); await p.waitForSelector('.message'); await p.screenshot({path:`/tmp/r-${name}-dm.png`}); await p.close(); }
await b.close(); console.log(c.refused.map(r=>[r.method,r.path,r.status])); await school.close(); process.exit(0);
