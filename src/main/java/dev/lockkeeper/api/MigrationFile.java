package dev.lockkeeper.api;

import dev.lockkeeper.Failure;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.springframework.http.MediaType;

/** The body of a submit: the bytes of a file, and no more of them than a file may have. */
final class MigrationFile {

    /** One byte more than a migration file has at most: enough for the reader to refuse it by name. */
    private static final int ENOUGH = (1 << 20) + 1;

    private static final int TO_THE_END = 32 << 20;

    private MigrationFile() {}

    /** @throws Failure {@code invalid} when the request names another encoding than UTF-8 */
    static byte[] read(HttpServletRequest request) throws IOException {
        // Not the request's own encoding, which a filter has set to UTF-8 whatever the client said.
        String type = request.getContentType();
        Charset charset = type == null ? null : MediaType.valueOf(type).getCharset();
        if (charset != null && !StandardCharsets.UTF_8.equals(charset)) {
            throw Failure.invalid(
                    "The request says that the file is encoded as " + charset + ". Nothing was stored.",
                    "Migration files are UTF-8: convert the file and say charset=utf-8, or leave the charset out.");
        }
        InputStream body = request.getInputStream();
        byte[] file = body.readNBytes(ENOUGH);
        if (file.length == ENOUGH) {
            // Else the server hangs up while the client still sends, and the client never reads why it was refused.
            body.skip(TO_THE_END);
        }
        return file;
    }
}
