package dev.antiphon.dave;

import java.time.Duration;

/**
 * An instruction of the session to its owner: the code that calls {@link DaveSession#handle}. The
 * owner executes the effects in the order of the returned list. The effect with new keys comes
 * before the message that we are ready for these keys.
 *
 * <p>The terms are explained in the description of this package.
 */
public sealed interface DaveEffect {

  /** Calls the method of the executor for this kind of effect. */
  void accept(Executor executor);

  /**
   * Executes effects. The interface has one method for each kind of effect. If a later version adds
   * a kind, an executor without a method for this kind does not compile.
   */
  interface Executor {
    /** See {@link SendKeyPackage}. */
    void sendKeyPackage(SendKeyPackage effect);

    /** See {@link SendCommitWelcome}. */
    void sendCommitWelcome(SendCommitWelcome effect);

    /** See {@link SendTransitionReady}. */
    void sendTransitionReady(SendTransitionReady effect);

    /** See {@link SendInvalidCommitWelcome}. */
    void sendInvalidCommitWelcome(SendInvalidCommitWelcome effect);

    /** See {@link AwaitRecovery}. */
    void awaitRecovery(AwaitRecovery effect);

    /** See {@link PublishMedia}. */
    void publishMedia(PublishMedia effect);

    /** See {@link EncryptionChanged}. */
    void encryptionChanged(EncryptionChanged effect);

    /** See {@link Refused}. */
    void refused(Refused effect);
  }

  /**
   * The owner sends our key package (op 26).
   *
   * @param content the encoded KeyPackage
   */
  record SendKeyPackage(DaveBytes content) implements DaveEffect {
    @Override
    public void accept(Executor executor) {
      executor.sendKeyPackage(this);
    }
  }

  /**
   * The owner sends our commit (op 28).
   *
   * @param content the commit, followed by the welcome if the commit adds members
   */
  record SendCommitWelcome(DaveBytes content) implements DaveEffect {
    @Override
    public void accept(Executor executor) {
      executor.sendCommitWelcome(this);
    }
  }

  /**
   * The owner reports that we are ready for a transition (op 23).
   *
   * @param transitionId the id of the transition, never 0
   */
  record SendTransitionReady(int transitionId) implements DaveEffect {
    @Override
    public void accept(Executor executor) {
      executor.sendTransitionReady(this);
    }
  }

  /**
   * The owner reports that we cannot use a commit or a welcome (op 31).
   *
   * @param transitionId the id of the transition that began with this commit or welcome; after
   *     {@link DaveEvent.DecryptionFails} and {@link DaveEvent.KeysOverdue}, the id of the last
   *     executed transition
   */
  record SendInvalidCommitWelcome(int transitionId) implements DaveEffect {
    @Override
    public void accept(Executor executor) {
      executor.sendInvalidCommitWelcome(this);
    }
  }

  /**
   * The session cannot follow the group, and it is too early for another recovery. The owner passes
   * {@link DaveEvent.RecoveryDue} to the session after this time. If the session has recovered in
   * another way until then, it ignores that event.
   *
   * @param delay the time until the recovery
   */
  record AwaitRecovery(Duration delay) implements DaveEffect {
    @Override
    public void accept(Executor executor) {
      executor.awaitRecovery(this);
    }
  }

  /**
   * The owner passes the keys to {@link DaveFrames#update}.
   *
   * @param media the keys
   */
  record PublishMedia(DaveMedia media) implements DaveEffect {
    @Override
    public void accept(Executor executor) {
      executor.publishMedia(this);
    }
  }

  /**
   * The owner notifies the application that the encryption status has changed.
   *
   * @param encryption the new encryption status
   */
  record EncryptionChanged(DaveEncryption encryption) implements DaveEffect {
    @Override
    public void accept(Executor executor) {
      executor.encryptionChanged(this);
    }
  }

  /**
   * A message of the gateway was refused. The owner logs the refusal. The effect contains nothing
   * secret.
   *
   * @param kind the kind of the message
   * @param reason the reason: a name such as {@code BAD_SIGNATURE}, see {@link DaveRecord#refusal}
   * @param sentence a sentence for people with the value found and the value expected
   */
  record Refused(DaveEventKind kind, String reason, String sentence) implements DaveEffect {
    @Override
    public void accept(Executor executor) {
      executor.refused(this);
    }
  }
}
