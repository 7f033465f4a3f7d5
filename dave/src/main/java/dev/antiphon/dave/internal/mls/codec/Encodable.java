package dev.antiphon.dave.internal.mls.codec;

/** An MLS structure that can be encoded. Its class also has a method that decodes it. */
public interface Encodable {
  /** Appends the structure. */
  void writeTo(MlsWriter writer);

  /** The encoding of this structure. */
  default Bytes encode() {
    MlsWriter writer = new MlsWriter();
    writeTo(writer);
    return writer.toBytes();
  }
}
