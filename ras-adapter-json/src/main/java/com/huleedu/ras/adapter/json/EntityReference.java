package com.huleedu.ras.adapter.json;

import com.huleedu.ras.domain.BatchId;
import com.huleedu.ras.domain.EssayId;
import org.jspecify.annotations.Nullable;

/** What a message is about; real producers leave the parent null. */
record EntityReference(String id, @Nullable String parentId) {

  static EntityReference read(Members members) throws MalformedException {
    members.text("entity_type");
    BatchId parent = members.idOrNull("parent_id", BatchId::new);
    // Batch or essay, by the kind of message: the demands on either id are the same.
    EssayId id = members.id("entity_id", EssayId::new);
    return new EntityReference(id.value(), parent == null ? null : parent.value());
  }
}
