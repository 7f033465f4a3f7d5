/**
 * The face of Antiphon: {@link dev.antiphon.Voice} joins voice channels, a {@link
 * dev.antiphon.Connection} speaks and listens in one.
 *
 * <p>This package is public, and so are {@link dev.antiphon.flow} (the words of the connection
 * flow), {@code dev.antiphon.audit} (records of what happened) and {@link dev.antiphon.spi} (what
 * an application can replace). They keep their promise of compatibility: what they have stays as it
 * is until a major version, and they name no internal type. Two things are not promised: the order
 * of constants in an enum, and that an enum or a sealed type gets no further member.
 *
 * <p>Packages with a segment {@code internal} are public only because Java demands it. They are
 * outside the promise and may change in any release.
 *
 * <p>Here lives what an application writes against, and nothing that decides. Nothing below depends
 * on this package.
 */
@NullMarked
package dev.antiphon;

import org.jspecify.annotations.NullMarked;
