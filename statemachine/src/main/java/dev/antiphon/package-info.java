/**
 * The face of Antiphon: {@link dev.antiphon.Voice} joins voice channels, a {@link
 * dev.antiphon.Connection} speaks and listens in one.
 *
 * <p>Here lives what an application writes against, and nothing that decides: the flow is in {@code
 * dev.antiphon.internal.flow}, its execution in {@code dev.antiphon.internal.connection}. Nothing
 * below depends on this package.
 */
package dev.antiphon;
