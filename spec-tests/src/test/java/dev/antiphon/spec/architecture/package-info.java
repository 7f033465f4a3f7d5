/**
 * What holds for the structure of the main code of all modules: arrows between packages, cycles
 * between classes, public and internal types, names and numbers. Each check also runs on planted
 * classes in {@code sample}, or on planted text, where it has to find something.
 */
package dev.antiphon.spec.architecture;
