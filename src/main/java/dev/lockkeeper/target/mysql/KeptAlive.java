package dev.lockkeeper.target.mysql;

import com.mysql.cj.conf.PropertySet;
import com.mysql.cj.protocol.StandardSocketFactory;
import dev.lockkeeper.target.KeepAlive;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;

/** Sockets with {@link KeepAlive}. The driver makes one by its name. */
public final class KeptAlive extends StandardSocketFactory {

    @Override
    protected void configureSocket(Socket socket, PropertySet properties) throws SocketException, IOException {
        super.configureSocket(socket, properties);
        KeepAlive.of(socket);
    }
}
