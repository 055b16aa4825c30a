/** What a new lesson is about until its author says something else. */
export const usualLesson = { base: 'python:3.11-slim', port: '8000' } as const;
