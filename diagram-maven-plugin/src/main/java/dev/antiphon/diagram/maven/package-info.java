/**
 * The goals {@code antiphon-diagram:write} and {@code antiphon-diagram:check}, which keep the
 * diagrams of a project's state machines fresh.
 */
@NullMarked
package dev.antiphon.diagram.maven;

import org.jspecify.annotations.NullMarked;
