/** One short file of each kind. */
export const dockerfile = 'FROM python:3.11-slim\nRUN pip install uv\n';
export const script = '#!/bin/sh\nset -e\nexec uv run python manage.py runserver 0.0.0.0:8000\n';
export const ignore = '__pycache__/\n*.pyc\n.venv/\n';

/** A code block. */
export const fence = (content: string, language = ''): string => `\`\`\`${language}\n${content}\`\`\``;
