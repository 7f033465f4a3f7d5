/**
 * What is said between a Discord client and the voice gateway (version 8), and the little of the
 * main gateway that voice needs: messages, codecs, opcodes, close codes, encryption modes, and the
 * port {@link dev.antiphon.protocol.DiscordGateway}. Everything here is an immutable value or a
 * function from bytes to values, with a limit on whatever a peer could let grow. I/O, timers,
 * threads, encryption and any judgement about what a message means must not live here.
 */
@NullMarked
package dev.antiphon.protocol;

import org.jspecify.annotations.NullMarked;
