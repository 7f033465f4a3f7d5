/**
 * What a voice server has recorded: {@link dev.antiphon.testkit.record.ServerEvent}, and its
 * written form.
 */
package dev.antiphon.testkit.record;
