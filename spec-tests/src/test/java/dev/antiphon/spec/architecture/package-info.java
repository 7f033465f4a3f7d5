/**
 * Checks the structure of the main code of all modules: dependencies between packages, cycles
 * between classes, public and internal types, names and numbers. Each check also runs on planted
 * classes in {@code sample} or on planted text, where it must report violations.
 */
package dev.antiphon.spec.architecture;
