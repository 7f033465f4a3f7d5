/**
 * The voice server's thread, ports and certificate.
 *
 * <p>This package is internal. Any release can change it without notice.
 */
@NullMarked
package dev.antiphon.testkit.internal.net;

import org.jspecify.annotations.NullMarked;
