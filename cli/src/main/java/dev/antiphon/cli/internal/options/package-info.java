/** What several commands understand by an option or a parameter. */
@NullMarked
package dev.antiphon.cli.internal.options;

import org.jspecify.annotations.NullMarked;
