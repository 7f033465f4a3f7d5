/**
 * The goals {@code antiphon-diagram:write} and {@code antiphon-diagram:check}. They keep the
 * diagrams of a project's state machines up to date.
 */
@NullMarked
package dev.antiphon.diagram.maven;

import org.jspecify.annotations.NullMarked;
