/**
 * The commands as their users meet them: arguments in, exit code and lines out. Library code that
 * can be tested without a command must not be tested here.
 */
package dev.antiphon.spec.cli;
