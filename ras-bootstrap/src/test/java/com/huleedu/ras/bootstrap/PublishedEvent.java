package com.huleedu.ras.bootstrap;

import com.huleedu.ras.adapter.json.EventKind;
import com.huleedu.ras.adapter.json.Topics;
import com.huleedu.ras.domain.event.CompletionEvent;
import com.huleedu.ras.testkit.history.PublishedMessage;

/**
 * An event of the domain as a producer would publish it, and as it has to be understood.
 *
 * @param message with the default name of its topic
 * @param meant the event, with the digest that its message gives it
 */
record PublishedEvent(ScenarioEvent message, CompletionEvent meant) {

  /** Publishes into a topic of the deployment, whose name is part of the digest. */
  static PublishedEvent of(CompletionEvent event, Deployment deployment) {
    String topic = topic(event);
    PublishedMessage message = PublishedMessage.of(event, deployment.topic(topic));
    return new PublishedEvent(new ScenarioEvent(topic, null, message.value()), message.meant());
  }

  private static String topic(CompletionEvent event) {
    return Topics.DEFAULT.first(EventKind.valueOf(PublishedMessage.kind(event)));
  }
}
