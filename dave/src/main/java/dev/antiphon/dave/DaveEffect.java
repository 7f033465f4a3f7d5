package dev.antiphon.dave;

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
  record SendKeyPackage(DaveBytes content) implements DaveEffect {}

  /**
   * Send op 28.
   *
   * @param content the commit, and the welcome if it adds somebody
   */
  record SendCommitWelcome(DaveBytes content) implements DaveEffect {}

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
   * Note that something of the gateway's was refused. It holds nothing secret.
   *
   * @param kind what it was
   * @param reason why: a name such as {@code BAD_SIGNATURE}, see {@link DaveRecord#refusal}
   * @param sentence what was found, and what was expected
   */
  record Refused(DaveEventKind kind, String reason, String sentence) implements DaveEffect {}
}
