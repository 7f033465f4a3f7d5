/**
 * The command {@code audit report FILE… --html OUT}: writes an HTML page that shows audit files.
 * The page is a template from the resources with the data of the files. It works in any browser,
 * without a network and without this program. This package does not verify files; it uses the
 * verifier of {@code dev.antiphon.audit}.
 *
 * <p>This package is internal. Any release can change it without notice.
 */
@NullMarked
package dev.antiphon.cli.internal.report;

import org.jspecify.annotations.NullMarked;
