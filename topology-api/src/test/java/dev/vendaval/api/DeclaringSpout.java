package dev.vendaval.api;

import java.util.Map;

/** A spout for tests: declares one stream of its own choice and emits nothing. */
class DeclaringSpout implements Spout {
    private final String streamId;
    private final boolean direct;
    private final Fields fields;

    DeclaringSpout(String streamId, boolean direct, Fields fields) {
        this.streamId = streamId;
        this.direct = direct;
        this.fields = fields;
    }

    DeclaringSpout(String... fields) {
        this(Streams.DEFAULT, false, new Fields(fields));
    }

    @Override
    public void declareOutputFields(OutputFieldsDeclarer declarer) {
        declarer.declareStream(streamId, direct, fields);
    }

    @Override
    public void open(Map<String, Object> configuration, TopologyContext context, SpoutOutputCollector collector) {}

    @Override
    public void nextTuple() {}
}
