/**
 * Cipher suite 2 of MLS, MLS_128_DHKEMP256_AES128GCM_SHA256_P256 (RFC 9420, section 5; RFC 9180).
 * No other suite is supported.
 *
 * <p>{@link dev.antiphon.dave.internal.mls.crypto.Secret} holds bytes that must be wiped. {@link
 * dev.antiphon.dave.internal.mls.crypto.HpkeKeyPair} and {@link
 * dev.antiphon.dave.internal.mls.crypto.SignatureKeyPair} are the key pairs of a member. {@link
 * dev.antiphon.dave.internal.mls.crypto.Hpke} encrypts to an HPKE key pair. The arithmetic is
 * Bouncy Castle's lightweight API: no provider is searched, no object is shared between threads,
 * and on this curve it takes a fifth of the time of the JDK. A point from a peer is multiplied by a
 * blinded scalar. Copies of a key inside Bouncy Castle, such as big integers, cannot be wiped; the
 * garbage collector frees them. This package does not know messages or trees.
 *
 * <p>This package is internal. Any release can change it without notice.
 */
@NullMarked
package dev.antiphon.dave.internal.mls.crypto;

import org.jspecify.annotations.NullMarked;
