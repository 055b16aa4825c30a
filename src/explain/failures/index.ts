import { buildInputFailures } from './build-inputs.ts';
import { codeCheckFailures } from './code-checks.ts';
import { commandAndFileFailures } from './commands-and-files.ts';
import { composeFailures } from './compose.ts';
import { composeOrderFailures } from './compose-order.ts';
import { composeServiceFailures } from './compose-services.ts';
import { containerFailures } from './containers.ts';
import { contextFailures } from './context.ts';
import { createFailures } from './create.ts';
import { databaseFailures } from './database.ts';
import { databaseAccessFailures } from './database-access.ts';
import { djangoFailures } from './django.ts';
import { dockerCommandFailures } from './docker-command.ts';
import { dockerSettingFailures } from './docker-settings.ts';
import { engineFailures } from './engine.ts';
import { enginePartFailures } from './engine-parts.ts';
import { engineStateFailures } from './engine-state.ts';
import { environmentFailures } from './environments.ts';
import { exitCodeFailures } from './exit-codes.ts';
import type { Failure } from './failure.ts';
import { fileModeFailures } from './file-modes.ts';
import { gitFailures } from './git.ts';
import { gitHistoryFailures } from './git-history.ts';
import { gitRemoteFailures } from './git-remotes.ts';
import { goFailures } from './go.ts';
import { httpStatusFailures } from './http-status.ts';
import { imageNameFailures } from './image-names.ts';
import { instructionFormFailures } from './instruction-forms.ts';
import { javascriptFailures } from './javascript.ts';
import { linterFailures } from './linter.ts';
import { loginFailures } from './login.ts';
import { migrationFailures } from './migrations.ts';
import { mountFailures } from './mounts.ts';
import { nginxFailures } from './nginx.ts';
import { nodeFailures } from './node.ts';
import { nodePackageFailures } from './node-packages.ts';
import { packageBuildFailures } from './package-builds.ts';
import { packageServerFailures } from './package-servers.ts';
import { packagesToInstallFailures } from './packages-to-install.ts';
import { parseFailures } from './parse.ts';
import { portFailures } from './ports.ts';
import { probeFailures } from './probe.ts';
import { pullFailures } from './pull.ts';
import { pythonFailures } from './python.ts';
import { pythonPackageFailures } from './python-packages.ts';
import { resourceFailures } from './resources.ts';
import { scriptFailures } from './scripts.ts';
import { serverFailures } from './servers.ts';
import { serviceFailures } from './services.ts';
import { stageFailures } from './stages.ts';
import { startFailures } from './start.ts';
import { systemPackageFailures } from './system-packages.ts';
import { systemStepFailures } from './system-steps.ts';
import { terminalFailures } from './terminal.ts';
import { uvFailures } from './uv.ts';
import { uvProjectFailures } from './uv-project.ts';
import { workflowFailures } from './workflows.ts';

/** Every failure that is known. Their order says nothing: ranks and phrases decide. */
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
  ...javascriptFailures,
  ...nodeFailures,
  ...nodePackageFailures,
  ...codeCheckFailures,
  ...systemPackageFailures,
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
