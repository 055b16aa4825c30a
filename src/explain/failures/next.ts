/** What is typed most often after a cure. */
export const buildAgain = 'docker build -t {{image}} .';
export const buildPlain = 'docker build --progress=plain -t {{image}} .';
export const runAgain = 'docker run --rm -p {{port}}:{{port}} {{image}}';
export const askServer = 'curl -i http://localhost:{{port}}{{page}}';
export const composeAgain = 'docker compose up --build';
/** A look into the image, in place of starting its program. */
export const lookInside = 'docker run --rm -it --entrypoint sh {{image}}';
/** What a container has printed, and what those of a compose.yaml have. */
export const logs = 'docker logs <container>';
export const composeLogs = 'docker compose logs';
