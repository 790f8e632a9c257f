"""Every operation of an emitted system on real servers, as each actor that it names."""
