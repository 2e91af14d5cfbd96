package com.huleedu.ras.adapter.postgres.database;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.SQLDataException;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PGBinaryObject;
import org.postgresql.util.PGobject;

/**
 * An array as a parameter, in PostgreSQL's own form: the server takes its elements as they are,
 * where it would have to read a text for each. The driver makes no such arrays of times and UUIDs
 * itself, and sends these only where {@link #TYPES} are enabled for the connection; else the text
 * is sent.
 */
public class BinaryArray extends PGobject implements PGBinaryObject {
  private static final long serialVersionUID = 1;

  /** The numbers of array types that the driver sends as binary only if it is told to. */
  static final String TYPES = "1000,1185,2951";

  private static final Instant EPOCH = Instant.parse("2000-01-01T00:00:00Z");
  private static final Instant YEAR_1 = Instant.parse("0001-01-01T00:00:00Z");
  private static final Instant YEAR_10000 = Instant.parse("+10000-01-01T00:00:00Z");
  private static final String OVERFLOW = "22008";

  private final transient List<? extends @Nullable Object> elements;
  private final transient Element element;
  private transient byte @Nullable [] bytes;

  /** What arrays may have, and PostgreSQL's number for it. */
  private enum Element {
    TEXT("text", 25),
    INT8("bigint", 20),
    BOOL("boolean", 16),
    TIMESTAMPTZ("timestamptz", 1184),
    UUID("uuid", 2950),
    FLOAT8("double precision", 701);

    private final String sqlName;
    private final int number;

    Element(String sqlName, int number) {
      this.sqlName = sqlName;
      this.number = number;
    }

    static Element of(String sqlName) {
      for (Element element : values()) {
        if (element.sqlName.equals(sqlName)) {
          return element;
        }
      }
      return TEXT;
    }

    String arrayName() {
      return switch (this) {
        case TEXT -> "text[]";
        case INT8 -> "int8[]";
        case BOOL -> "bool[]";
        case TIMESTAMPTZ -> "timestamptz[]";
        case UUID -> "uuid[]";
        case FLOAT8 -> "float8[]";
      };
    }

    /** As the server has it, but for texts: these are in UTF-8 already. */
    void write(Object value, ByteBuffer out) {
      switch (this) {
        case TEXT -> {
          byte[] text = (byte[]) value;
          out.putInt(text.length).put(text);
        }
        case INT8 -> out.putInt(Long.BYTES).putLong(((Number) value).longValue());
        case BOOL -> out.putInt(1).put((byte) ((Boolean) value ? 1 : 0));
        case TIMESTAMPTZ -> out.putInt(Long.BYTES).putLong(micros((Instant) value));
        case UUID -> {
          UUID id = (UUID) value;
          out.putInt(2 * Long.BYTES).putLong(id.getMostSignificantBits());
          out.putLong(id.getLeastSignificantBits());
        }
        case FLOAT8 -> out.putInt(Double.BYTES).putDouble(((Number) value).doubleValue());
      }
    }

    /** What an element takes, but for its length. */
    int size(Object value) {
      return switch (this) {
        case TEXT -> ((byte[]) value).length;
        case INT8, TIMESTAMPTZ, FLOAT8 -> Long.BYTES;
        case BOOL -> 1;
        case UUID -> 2 * Long.BYTES;
      };
    }

    private static long micros(Instant time) {
      return (time.getEpochSecond() - EPOCH.getEpochSecond()) * 1_000_000 + time.getNano() / 1_000;
    }
  }

  /**
   * @param sqlName of the elements' type; of any that is not known here they are sent as texts
   * @param elements {@link Instant}, {@link UUID}, numbers, {@link Boolean}; others by their texts
   * @throws SQLException for a time that has no text of four-digit years: the server would take it,
   *     and who reads it may not
   */
  public BinaryArray(String sqlName, List<? extends @Nullable Object> elements)
      throws SQLException {
    for (Object value : elements) {
      if (value instanceof Instant time && (time.isBefore(YEAR_1) || !time.isBefore(YEAR_10000))) {
        throw new SQLDataException("time out of range: " + time, OVERFLOW);
      }
    }
    this.element = Element.of(sqlName);
    this.elements = elements;
    this.type = element.arrayName();
  }

  /** One that is encoded already, so that whoever sends it need not. Throws what making it does. */
  public static BinaryArray encoded(String sqlName, List<? extends @Nullable Object> elements)
      throws SQLException {
    BinaryArray array = new BinaryArray(sqlName, elements);
    array.bytes = array.encoded();
    return array;
  }

  /** As which an array of these has to be read, where its parameter stands. */
  public static String arrayName(String sqlName) {
    return Element.of(sqlName).arrayName();
  }

  @Override
  public @Nullable String getValue() {
    return PgArray.of(elements, value -> value == null ? null : value.toString());
  }

  @Override
  public int lengthInBytes() {
    return bytes().length;
  }

  @Override
  public void toBytes(byte[] target, int offset) {
    byte[] made = bytes();
    System.arraycopy(made, 0, target, offset, made.length);
  }

  private byte[] bytes() {
    byte[] made = bytes;
    if (made == null) {
      made = encoded();
      bytes = made;
    }
    return made;
  }

  @Override
  public void setByteValue(byte[] value, int offset) {
    throw new UnsupportedOperationException("it is only sent");
  }

  /** Dimensions, whether there are nulls, the type; how many from which index; then each. */
  private byte[] encoded() {
    List<? extends @Nullable Object> values = element == Element.TEXT ? texts() : elements;
    ByteBuffer out = ByteBuffer.allocate(size(values));
    out.putInt(values.isEmpty() ? 0 : 1).putInt(1).putInt(element.number);
    if (!values.isEmpty()) {
      out.putInt(values.size()).putInt(1);
    }
    for (Object value : values) {
      if (value == null) {
        out.putInt(-1);
      } else {
        element.write(value, out);
      }
    }
    return out.array();
  }

  private int size(List<? extends @Nullable Object> values) {
    int size = (values.isEmpty() ? 3 : 5) * Integer.BYTES + values.size() * Integer.BYTES;
    for (Object value : values) {
      size = Math.addExact(size, value == null ? 0 : element.size(value));
    }
    return size;
  }

  private List<byte @Nullable []> texts() {
    List<byte @Nullable []> texts = new ArrayList<>(elements.size());
    for (Object value : elements) {
      texts.add(value == null ? null : value.toString().getBytes(StandardCharsets.UTF_8));
    }
    return texts;
  }
}
