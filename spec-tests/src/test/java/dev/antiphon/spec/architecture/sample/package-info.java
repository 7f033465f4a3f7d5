/** Planted classes that violate the architecture tests. */
package dev.antiphon.spec.architecture.sample;
