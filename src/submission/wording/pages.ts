/** Has all sentences on submissions in the catalogue: a worker or a checker passes on only their keys. */
import './causes.ts';
import './project-limits.ts';
import './project-refusals.ts';
import './reason-names.ts';
import './reasons.ts';
