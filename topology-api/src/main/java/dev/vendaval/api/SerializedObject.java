package dev.vendaval.api;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.NotSerializableException;
import java.io.ObjectOutputStream;
import org.jspecify.annotations.Nullable;

/** Writes the user's objects with Java serialization, or says which field stands in the way. */
final class SerializedObject {
    private static final String LAMBDA = "$$Lambda";

    private SerializedObject() {}

    /** The bytes of an object; {@code what} names it in the message. */
    static byte[] bytes(String what, Object object) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(object);
        } catch (NotSerializableException e) {
            throw notSerializable(what, object, e);
        } catch (IOException | RuntimeException e) {
            throw refused(what, object, "threw " + e, "the stack below shows where", e);
        } catch (StackOverflowError e) {
            throw refused(what, object, "is nested too deep", "make what it holds transient and fill it in prepare", e);
        }
        return bytes.toByteArray();
    }

    private static SubmitException notSerializable(String what, Object object, NotSerializableException e) {
        String culprit = String.valueOf(e.getMessage());
        String path = UnserializableField.find(object, culprit);
        String where = path == null ? "it holds " : path.isEmpty() ? "it is " : "its field '" + path + "' holds ";
        String why = where + described(culprit) + ", which is not Serializable";
        return refused(what, object, why, advice(culprit, path), e);
    }

    private static String described(String className) {
        int lambda = className.indexOf(LAMBDA);
        return lambda < 0 ? "a " + className : "a lambda of " + className.substring(0, lambda);
    }

    private static String advice(String culprit, @Nullable String path) {
        if (path != null && path.contains("this$")) {
            return "an inner class holds the object around it: make the class static, or a class of its own";
        }
        if (culprit.contains(LAMBDA)) {
            return "a lambda is serializable only if its interface extends Serializable";
        }
        return "make the field transient and fill it in open or prepare, or make its class Serializable";
    }

    private static SubmitException refused(String what, Object object, String why, String hint, Throwable cause) {
        return new SubmitException(
                SubmitException.Code.INVALID_TOPOLOGY,
                what + " (" + described(object.getClass().getTypeName()) + ") cannot be serialized: " + why,
                hint,
                cause);
    }
}
