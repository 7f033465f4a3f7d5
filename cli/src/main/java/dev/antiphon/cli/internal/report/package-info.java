/**
 * The audit as a page: {@code audit report FILE… --html OUT} fills a template from the resources
 * with what audit files say, so that it can be looked at in any browser, without a network and
 * without this program. What must not come here: a judgement of its own about the files. Whether
 * they are whole is for the verifier to say, and what the table holds for the flow.
 *
 * <p>This package is internal: it is outside the promise of compatibility and may change in any
 * release.
 */
@NullMarked
package dev.antiphon.cli.internal.report;

import org.jspecify.annotations.NullMarked;
