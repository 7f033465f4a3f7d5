/**
 * The presentation language of MLS on byte arrays (RFC 9420, section 2.1).
 *
 * <p>{@link dev.antiphon.dave.internal.mls.codec.MlsReader} checks each length against the
 * remaining bytes before memory is allocated. {@link
 * dev.antiphon.dave.internal.mls.codec.MlsWriter} writes the only encoding that the reader accepts.
 * All errors in received bytes, also in the other MLS packages, are reported as an {@link
 * dev.antiphon.dave.internal.mls.codec.MlsException} with a {@link
 * dev.antiphon.dave.internal.mls.codec.Refusal}. This package does not define any MLS structure.
 *
 * <p>This package is internal. Any release can change it without notice.
 */
@NullMarked
package dev.antiphon.dave.internal.mls.codec;

import org.jspecify.annotations.NullMarked;
