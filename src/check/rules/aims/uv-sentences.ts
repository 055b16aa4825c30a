/** Sentences for an image in which uv is not found. */
export const texts = {
  title: 'uv is there before it is used',
  why: 'The base image has Python and pip, but not uv. A command that is not in the image ends the build with “not found”.',
  never:
    'Nothing installs uv, so `{{command}}` on line {{line}} ends with “uv: not found”. Install uv in a RUN step above it.',
  start:
    'Nothing installs uv in the image, so the start ends at `{{command}}` with “uv: not found”. Add a RUN step that installs uv with pip.',
  noDownload:
    'This image has no {{program}}, so nothing is downloaded here, and the step goes well all the same: uv is not installed, and line {{line}} ends with “uv: not found”. Install {{program}} first, or install uv with pip.',
  neverUsed:
    'Nothing installs uv in this Dockerfile, and the steps that follow need it. Add a RUN step that installs it with pip.',
  later:
    'Line {{line}} uses uv, but it is installed only on line {{installed}}. Docker works from top to bottom: move the installation above.',
  offPath:
    'Line {{installed}} puts uv into {{folder}}, which is not on the PATH, so line {{line}} ends with “uv: not found”. Add the folder to PATH with ENV, or install uv with pip.',
  offPathUser:
    'Line {{installed}} does not run as root, so pip puts uv into {{folder}}, which is not on the PATH: “uv: not found”. Put the USER line below the steps that install.',
  offPathStart:
    'Line {{installed}} puts uv into {{folder}}, which is not on the PATH of the container, so the start ends with “uv: not found”. Add the folder to PATH with ENV, or install uv with pip.',
  otherStageStart:
    'uv is installed in another build stage, on line {{installed}}. Each FROM starts afresh, so the container does not have it, and line {{line}} of {{script}} ends with “uv: not found”. Install it in the last stage too.',
  otherStageUnused:
    'This installs uv in a build stage that the last one takes nothing from. Each FROM starts afresh: install it in the last stage too.',
  otherStage:
    'uv is installed in another build stage, on line {{installed}}. Each FROM starts afresh, so line {{line}} does not find it. Install it in this stage too.',
  mounted:
    'Line {{mounted}} has uv by `--mount`, which is for that one step. Line {{line}} does not have it and ends with “uv: not found”. Install uv in a RUN step with pip.',
  mountedStart:
    'Line {{mounted}} has uv by `--mount`, which is for that one step. The container does not have it, so the start ends at `{{command}}` with “uv: not found”. Install uv in a RUN step with pip.',
  removed:
    'Line {{installed}} installs uv, but a later step takes it away again, so `{{command}}` ends with “uv: not found”. Leave it in the image.',
  otherPackage:
    'Line {{installed}} installs {{package}}, which is something else: the package is called `uv`. Line {{line}} ends with “uv: not found”.',
  usage:
    'This line does not install uv: pip answers “{{phrase}}”. The form is: pip, then install, then the package’s name.',
  broken:
    'Docker cannot read `{{written}}`, so uv is not installed. A command that runs in the image begins with RUN.',
  failed: 'This step was to install uv, but it fails, so uv is not there.',
  failedSaying:
    'This step was to install uv, but it ends with “{{said}}”, so uv is not there. The command is pip install uv, after RUN.',
  notRun:
    '{{word}} only notes what the container starts with, and a later line replaces it: nothing is installed. A command of the build begins with RUN.',
  closed:
    'uv is in {{folder}}, which only root may enter, and the container runs as {{user}}: uv cannot be started. Install it with pip, or into /usr/local/bin.',
  unknown: 'I cannot tell whether uv is in the image here.',
} as const;
