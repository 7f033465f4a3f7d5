/**
 * The delivery service of end-to-end encryption (DAVE): groups, proposals, commits and transitions
 * of each call. It does not depend on sessions or sockets.
 *
 * <p>This package is internal. Any release can change it without notice.
 */
@NullMarked
package dev.antiphon.testkit.internal.dave;

import org.jspecify.annotations.NullMarked;
