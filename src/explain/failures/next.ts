/** The commands that most cures recommend next. */
export const buildAgain = 'docker build -t {{image}} .';
export const buildPlain = 'docker build --progress=plain -t {{image}} .';
export const runAgain = 'docker run --rm -p {{port}}:{{port}} {{image}}';
export const askServer = 'curl -i http://localhost:{{port}}{{page}}';
export const composeAgain = 'docker compose up --build';
/** Opens a shell in the image instead of starting its program. */
export const lookInside = 'docker run --rm -it --entrypoint sh {{image}}';
/** The output of one container, and of all containers of a compose.yaml. */
export const logs = 'docker logs <container>';
export const composeLogs = 'docker compose logs';
