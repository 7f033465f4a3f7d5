/** What planted public classes must not name. */
package dev.antiphon.spec.architecture.sample.internal;
