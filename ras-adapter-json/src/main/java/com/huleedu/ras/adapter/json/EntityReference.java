package com.huleedu.ras.adapter.json;

import com.huleedu.ras.domain.BatchId;
import com.huleedu.ras.domain.EssayId;
import org.jspecify.annotations.Nullable;

/**
 * What a message is about; most producers leave the parent null. Its members are an object of their
 * own, or stand flat among the others; the object counts where both stand.
 */
record EntityReference(String id, @Nullable String parentId) {

  /** In {@code data}, where the id alone has to be there if it stands flat. */
  static EntityReference ofData(Members data) throws MalformedException {
    if (isNested(data, "entity_ref")) {
      return nested(data.members("entity_ref"));
    }
    data.textOrNull("entity_type");
    return read(data);
  }

  static EntityReference ofMetadata(Members metadata) throws MalformedException {
    return nested(isNested(metadata, "entity") ? metadata.members("entity") : metadata);
  }

  /** Where neither is there, it is the object that is missing: most have it. */
  private static boolean isNested(Members members, String name) {
    return members.has(name) || !members.has("entity_id");
  }

  private static EntityReference nested(Members members) throws MalformedException {
    members.text("entity_type");
    return read(members);
  }

  private static EntityReference read(Members members) throws MalformedException {
    BatchId parent = members.idOrNull("parent_id", BatchId::new);
    // Batch or essay, by the kind of message: the demands on either id are the same.
    EssayId id = members.id("entity_id", EssayId::new);
    return new EntityReference(id.value(), parent == null ? null : parent.value());
  }
}
