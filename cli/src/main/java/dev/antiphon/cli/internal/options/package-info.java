/** What several commands understand by an option or a parameter. */
package dev.antiphon.cli.internal.options;
