/**
 * Tests of the commands through their arguments, exit codes and output. Library code that can be
 * tested without a command must not be tested here.
 */
package dev.antiphon.spec.cli;
