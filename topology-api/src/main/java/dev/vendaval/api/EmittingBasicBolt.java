package dev.vendaval.api;

import java.util.Map;
import java.util.Objects;

/** Another basic bolt plus the declaration of one stream; for lambdas, which cannot declare anything themselves. */
class EmittingBasicBolt implements BasicBolt {
    private final String streamId;
    private final Fields fields;
    private final BasicBolt bolt;

    EmittingBasicBolt(String streamId, Fields fields, BasicBolt bolt) {
        this.streamId = Objects.requireNonNull(streamId, "stream id");
        this.fields = Objects.requireNonNull(fields, "fields");
        this.bolt = Objects.requireNonNull(bolt, "bolt");
    }

    /** It, or one with memory to hand over if {@code bolt} has that. */
    static BasicBolt of(String streamId, Fields fields, BasicBolt bolt) {
        return bolt instanceof StateHandover
                ? new HandingOverBasicBolt(streamId, fields, bolt)
                : new EmittingBasicBolt(streamId, fields, bolt);
    }

    final BasicBolt bolt() {
        return bolt;
    }

    @Override
    public void declareOutputFields(OutputFieldsDeclarer declarer) {
        bolt.declareOutputFields(declarer);
        declarer.declareStream(streamId, fields);
    }

    @Override
    public Map<String, Object> getComponentConfiguration() {
        return bolt.getComponentConfiguration();
    }

    @Override
    public void prepare(Map<String, Object> configuration, TopologyContext context) throws Exception {
        bolt.prepare(configuration, context);
    }

    @Override
    public void execute(Tuple input, BasicOutputCollector collector) throws Exception {
        bolt.execute(input, collector);
    }

    @Override
    public void cleanup() throws Exception {
        bolt.cleanup();
    }
}
