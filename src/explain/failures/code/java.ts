import { atRun, defineFailure, type Failure } from '../failure.ts';
import { buildAgain } from '../next.ts';

/** Errors of the JVM and of Java build tools. */
export const javaFailures: readonly Failure[] = [
  defineFailure({
    id: 'jar-missing',
    phase: atRun,
    about: 'copy',
    when: [
      'Unable to access jarfile <file>',
      'no main manifest attribute, in <file>',
      'Could not find or load main class <name>',
    ],
    cause:
      'Java finds no program to start: the .jar is not at that place, or it is not the one that can be started.',
    cure: 'Compare the path in CMD with where COPY put it. Maven writes to `target`, Gradle to `build/libs`.',
    next: 'docker run --rm --entrypoint find {{image}} / -name "*.jar" -not -path "/usr/*" -not -path "/opt/*"',
    examples: [
      'Error: Unable to access jarfile app.jar',
      'no main manifest attribute, in /app/shop.jar',
      'Error: Could not find or load main class com.shop.Main\nCaused by: java.lang.ClassNotFoundException: com.shop.Main',
    ],
  }),
  defineFailure({
    id: 'java-version-differs',
    phase: atRun,
    about: 'base-image',
    when: [
      'has been compiled by a more recent version of the Java Runtime',
      'Fatal error compiling: error: invalid target release: <version>',
      'Fatal error compiling: error: release version <version> not supported',
      'error: invalid source release: <version>',
    ],
    cause: 'The image’s Java is older than the one that the program was written or built for.',
    cure: 'Take the version of the project in every FROM, for building as for running.',
    next: buildAgain,
    examples: [
      'java.lang.UnsupportedClassVersionError: com/shop/Main has been compiled by a more recent version of the Java Runtime (class file version 65.0), this version of the Java Runtime only recognizes class file versions up to 61.0',
      '[ERROR] Failed to execute goal org.apache.maven.plugins:maven-compiler-plugin:3.11.0:compile: Fatal error compiling: error: release version 21 not supported',
    ],
  }),
];
