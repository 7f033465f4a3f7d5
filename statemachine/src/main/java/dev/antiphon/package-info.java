/**
 * The main API of Antiphon. {@link dev.antiphon.Voice} joins voice channels. A {@link
 * dev.antiphon.Connection} sends and receives audio in one channel.
 *
 * <p>Three more packages are public API: {@link dev.antiphon.flow} (states, events and failures of
 * the connection flow), {@code dev.antiphon.audit} (the audit log) and {@link dev.antiphon.spi}
 * (interfaces that an application can implement). Public API changes incompatibly only in a major
 * version, and its signatures contain no internal types. There are two exceptions. The order of
 * enum constants can change. Enums and sealed types can get new members in any version.
 *
 * <p>Packages with a segment {@code internal} are not public API, although Java requires that their
 * types are public. They can change in any release.
 *
 * <p>This package contains no decisions of the connection flow. Its subpackages do not depend on
 * it.
 */
@NullMarked
package dev.antiphon;

import org.jspecify.annotations.NullMarked;
