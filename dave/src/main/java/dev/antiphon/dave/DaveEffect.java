package dev.antiphon.dave;

/**
 * An effect of a step. The owner of the session executes the effects in their order. New keys are
 * published before the session reports to the gateway that we are ready.
 */
public sealed interface DaveEffect {

  /** Calls the method of the executor for this kind of effect. */
  void accept(Executor executor);

  /**
   * Executes effects. It has one method for each kind, so that an executor without a method for a
   * new kind does not compile.
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

    /** See {@link PublishMedia}. */
    void publishMedia(PublishMedia effect);

    /** See {@link EncryptionChanged}. */
    void encryptionChanged(EncryptionChanged effect);

    /** See {@link Refused}. */
    void refused(Refused effect);
  }

  /**
   * The owner sends op 26.
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
   * The owner sends op 28.
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
   * The owner sends op 23.
   *
   * @param transitionId the transition, never 0
   */
  record SendTransitionReady(int transitionId) implements DaveEffect {
    @Override
    public void accept(Executor executor) {
      executor.sendTransitionReady(this);
    }
  }

  /**
   * The owner sends op 31.
   *
   * @param transitionId the transition whose commit or welcome was invalid
   */
  record SendInvalidCommitWelcome(int transitionId) implements DaveEffect {
    @Override
    public void accept(Executor executor) {
      executor.sendInvalidCommitWelcome(this);
    }
  }

  /**
   * The owner passes these keys to {@link DaveFrames#update}.
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
   * The owner notifies the application.
   *
   * @param encryption the encryption status from now on
   */
  record EncryptionChanged(DaveEncryption encryption) implements DaveEffect {
    @Override
    public void accept(Executor executor) {
      executor.encryptionChanged(this);
    }
  }

  /**
   * A message of the gateway was refused. The owner logs it. The effect contains nothing secret.
   *
   * @param kind the kind of the message
   * @param reason the reason: a name such as {@code BAD_SIGNATURE}, see {@link DaveRecord#refusal}
   * @param sentence a sentence for people: the value found and the value expected
   */
  record Refused(DaveEventKind kind, String reason, String sentence) implements DaveEffect {
    @Override
    public void accept(Executor executor) {
      executor.refused(this);
    }
  }
}
