/**
 * The presentation language of MLS on byte arrays (RFC 9420, section 2.1).
 *
 * <p>{@link dev.antiphon.dave.internal.mls.codec.MlsReader} checks each length against what is
 * there before anything is allocated, and {@link dev.antiphon.dave.internal.mls.codec.MlsWriter}
 * writes the only form that the reader accepts. Whatever is wrong with received bytes, here and in
 * the packages above, is one {@link dev.antiphon.dave.internal.mls.codec.MlsException} with a
 * {@link dev.antiphon.dave.internal.mls.codec.Refusal}. No structure of MLS is known here.
 *
 * <p>This package is internal: it is outside the promise of compatibility and may change in any
 * release.
 */
@NullMarked
package dev.antiphon.dave.internal.mls.codec;

import org.jspecify.annotations.NullMarked;
