/**
 * Cipher suite 2 of MLS, MLS_128_DHKEMP256_AES128GCM_SHA256_P256, and nothing else (RFC 9420,
 * section 5; RFC 9180).
 *
 * <p>{@link dev.antiphon.dave.internal.mls.crypto.Secret} holds what must be wiped, {@link
 * dev.antiphon.dave.internal.mls.crypto.HpkeKeyPair} and {@link
 * dev.antiphon.dave.internal.mls.crypto.SignatureKeyPair} what a member owns, and {@link
 * dev.antiphon.dave.internal.mls.crypto.Hpke} encrypts to one of them. The arithmetic is Bouncy
 * Castle's lightweight one: no provider is looked up, no object is shared between threads, and it
 * takes a fifth of the time of the JDK's on this curve. A point that a peer chose is multiplied by
 * a blinded scalar. What the library itself copies of a key, such as a number, is left to the
 * garbage collector. No message and no tree is known here.
 *
 * <p>This package is internal: it is outside the promise of compatibility and may change in any
 * release.
 */
@NullMarked
package dev.antiphon.dave.internal.mls.crypto;

import org.jspecify.annotations.NullMarked;
