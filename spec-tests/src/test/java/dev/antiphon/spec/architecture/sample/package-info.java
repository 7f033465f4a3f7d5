/** Planted classes that break what the tests of the architecture hold. */
package dev.antiphon.spec.architecture.sample;
