/** A planted package with a class whose name another package has, too. */
package dev.antiphon.spec.architecture.sample.twin;
