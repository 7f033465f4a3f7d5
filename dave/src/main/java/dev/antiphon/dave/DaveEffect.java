package dev.antiphon.dave;

import dev.antiphon.dave.internal.mls.codec.Bytes;
import dev.antiphon.dave.internal.mls.codec.Refusal;

/**
 * What a step asks its owner to do, in order. New keys are published before the gateway is told
 * that we are ready.
 */
public sealed interface DaveEffect {

  /**
   * Send op 26.
   *
   * @param content the KeyPackage
   */
  record SendKeyPackage(Bytes content) implements DaveEffect {}

  /**
   * Send op 28.
   *
   * @param content the commit, and the welcome if it adds somebody
   */
  record SendCommitWelcome(Bytes content) implements DaveEffect {}

  /**
   * Send op 23.
   *
   * @param transitionId the transition, never 0
   */
  record SendTransitionReady(int transitionId) implements DaveEffect {}

  /**
   * Send op 31.
   *
   * @param transitionId the transition whose commit or welcome was not to be used
   */
  record SendInvalidCommitWelcome(int transitionId) implements DaveEffect {}

  /**
   * Give the frames these keys.
   *
   * @param media the keys
   */
  record PublishMedia(DaveMedia media) implements DaveEffect {}

  /**
   * Tell the application.
   *
   * @param encryption what is so from now on
   */
  record EncryptionChanged(DaveEncryption encryption) implements DaveEffect {}

  /**
   * Note that something of the gateway's was not in order; nothing secret is in it.
   *
   * @param kind what it was
   * @param refusal why
   * @param sentence the same in words
   */
  record Refused(DaveEventKind kind, Refusal refusal, String sentence) implements DaveEffect {}
}
