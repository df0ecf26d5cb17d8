package dev.vendaval.api;

/** An {@link EmittingBasicBolt} whose inner bolt hands its memory over: so does the whole. */
final class HandingOverBasicBolt extends EmittingBasicBolt implements StateHandover {
    HandingOverBasicBolt(String streamId, Fields fields, BasicBolt bolt) {
        super(streamId, fields, bolt);
    }

    private StateHandover memory() {
        return (StateHandover) bolt();
    }

    @Override
    public void prepareToMove() {
        memory().prepareToMove();
    }

    @Override
    public byte[] save() {
        return memory().save();
    }

    @Override
    public void restore(byte[] state) {
        memory().restore(state);
    }
}
