/** A planted package with a class name that also occurs in another package. */
package dev.antiphon.spec.architecture.sample.twin;
