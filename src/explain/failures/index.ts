import { buildInputFailures } from './build/build-inputs.ts';
import { contextFailures } from './build/context.ts';
import { imageNameFailures } from './build/image-names.ts';
import { instructionFormFailures } from './build/instruction-forms.ts';
import { linterFailures } from './build/linter.ts';
import { loginFailures } from './build/login.ts';
import { parseFailures } from './build/parse.ts';
import { pullFailures } from './build/pull.ts';
import { stageFailures } from './build/stages.ts';
import { codeCheckFailures } from './code/code-checks.ts';
import { djangoFailures } from './code/django.ts';
import { goFailures } from './code/go.ts';
import { javaFailures } from './code/java.ts';
import { javascriptFailures } from './code/javascript.ts';
import { migrationFailures } from './code/migrations.ts';
import { pythonFailures } from './code/python.ts';
import { composeFailures } from './compose/compose.ts';
import { composeOrderFailures } from './compose/compose-order.ts';
import { composeServiceFailures } from './compose/compose-services.ts';
import { containerFailures } from './containers/containers.ts';
import { createFailures } from './containers/create.ts';
import { exitCodeFailures } from './containers/exit-codes.ts';
import { mountFailures } from './containers/mounts.ts';
import { portFailures } from './containers/ports.ts';
import { resourceFailures } from './containers/resources.ts';
import { startFailures } from './containers/start.ts';
import type { Failure } from './failure.ts';
import { gitFailures } from './git/git.ts';
import { gitHistoryFailures } from './git/git-history.ts';
import { gitRemoteFailures } from './git/git-remotes.ts';
import { workflowFailures } from './git/workflows.ts';
import { dockerCommandFailures } from './machine/docker-command.ts';
import { dockerSettingFailures } from './machine/docker-settings.ts';
import { engineFailures } from './machine/engine.ts';
import { enginePartFailures } from './machine/engine-parts.ts';
import { engineStateFailures } from './machine/engine-state.ts';
import { terminalFailures } from './machine/terminal.ts';
import { environmentFailures } from './packages/environments.ts';
import { nodeFailures } from './packages/node.ts';
import { nodePackageFailures } from './packages/node-packages.ts';
import { packageBuildFailures } from './packages/package-builds.ts';
import { packageServerFailures } from './packages/package-servers.ts';
import { packagesToInstallFailures } from './packages/packages-to-install.ts';
import { pythonPackageFailures } from './packages/python-packages.ts';
import { systemPackageFailures } from './packages/system-packages.ts';
import { uvFailures } from './packages/uv.ts';
import { uvProjectFailures } from './packages/uv-project.ts';
import { databaseFailures } from './servers/database.ts';
import { databaseAccessFailures } from './servers/database-access.ts';
import { httpStatusFailures } from './servers/http-status.ts';
import { nginxFailures } from './servers/nginx.ts';
import { probeFailures } from './servers/probe.ts';
import { serverFailures } from './servers/servers.ts';
import { serviceFailures } from './servers/services.ts';
import { commandAndFileFailures } from './steps/commands-and-files.ts';
import { downloadFailures } from './steps/downloads.ts';
import { fileModeFailures } from './steps/file-modes.ts';
import { scriptFailures } from './steps/scripts.ts';
import { systemStepFailures } from './steps/system-steps.ts';

/** All known failures. Their order does not matter: ranks and phrases decide. */
export const failures: readonly Failure[] = [
  ...engineFailures,
  ...engineStateFailures,
  ...enginePartFailures,
  ...dockerCommandFailures,
  ...dockerSettingFailures,
  ...contextFailures,
  ...parseFailures,
  ...instructionFormFailures,
  ...stageFailures,
  ...buildInputFailures,
  ...pullFailures,
  ...loginFailures,
  ...imageNameFailures,
  ...uvFailures,
  ...uvProjectFailures,
  ...environmentFailures,
  ...pythonPackageFailures,
  ...packageBuildFailures,
  ...packageServerFailures,
  ...packagesToInstallFailures,
  ...goFailures,
  ...javaFailures,
  ...javascriptFailures,
  ...nodeFailures,
  ...nodePackageFailures,
  ...codeCheckFailures,
  ...systemPackageFailures,
  ...downloadFailures,
  ...systemStepFailures,
  ...commandAndFileFailures,
  ...fileModeFailures,
  ...exitCodeFailures,
  ...portFailures,
  ...containerFailures,
  ...mountFailures,
  ...createFailures,
  ...startFailures,
  ...scriptFailures,
  ...resourceFailures,
  ...pythonFailures,
  ...djangoFailures,
  ...migrationFailures,
  ...serverFailures,
  ...nginxFailures,
  ...databaseFailures,
  ...databaseAccessFailures,
  ...serviceFailures,
  ...probeFailures,
  ...httpStatusFailures,
  ...composeFailures,
  ...composeOrderFailures,
  ...composeServiceFailures,
  ...terminalFailures,
  ...gitFailures,
  ...gitRemoteFailures,
  ...gitHistoryFailures,
  ...workflowFailures,
  ...linterFailures,
];
