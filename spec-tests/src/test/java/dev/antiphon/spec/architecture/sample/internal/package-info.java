/** Types that the planted public classes must not expose. */
package dev.antiphon.spec.architecture.sample.internal;
