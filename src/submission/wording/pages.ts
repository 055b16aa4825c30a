/** Has all sentences on submissions in the catalogue: what a worker or a checker hands on is told by their keys alone. */
import './causes.ts';
import './project-limits.ts';
import './project-refusals.ts';
import './reasons.ts';
