/** The defaults for a new lesson. */
export const usualLesson = { base: 'python:3.11-slim', port: '8000' } as const;
