# SPDX-FileCopyrightText: The Dossier authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads requests and writes answers by botocore's models: the side of a service that botocore lacks."""

import datetime
import json
import urllib.parse
import xml.etree.ElementTree as ET
from email.utils import format_datetime

# The root elements of the S3 API Reference where the model has no payload.
ROOTS = {"ListObjectsV2": "ListBucketResult", "ListBuckets": "ListAllMyBucketsResult"}


def wire_name(shape, name):
    return shape.serialization.get("name", name)


def scalar(shape, text):
    if shape.type_name == "boolean":
        return {"true": True, "false": False}[text]
    if shape.type_name in ("integer", "long"):
        return int(text)
    return text


def local(element):
    return element.tag.rpartition("}")[2]


def read_xml(shape, element):
    if shape.type_name == "structure":
        known = {wire_name(member, name): (name, member) for name, member in shape.members.items()}
        params = {}
        for child in element:
            name, member = known[local(child)]
            if member.type_name == "list" and member.serialization.get("flattened"):
                params.setdefault(name, []).append(read_xml(member.member, child))
            else:
                params[name] = read_xml(member, child)
        return params
    return scalar(shape, element.text or "")


def read_form(shape, form, prefix):
    """The query protocol: `A.member.1.B=value`, each parameter taken out of the form as it is read."""
    if shape.type_name == "structure":
        return {
            name: read_form(member, form, f"{prefix}.{name}" if prefix else name)
            for name, member in shape.members.items()
            if any(key == (f"{prefix}.{name}" if prefix else name)
                   or key.startswith((f"{prefix}.{name}" if prefix else name) + ".") for key in form)
        }
    if shape.type_name == "list":
        count = len({key[len(prefix):].split(".")[2] for key in form if key.startswith(f"{prefix}.member.")})
        return [read_form(shape.member, form, f"{prefix}.member.{i + 1}") for i in range(count)]
    return scalar(shape, form.pop(prefix))


def read_path(pattern, path):
    """The parameters in a path such as `/{Bucket}/{Key+}`."""
    names = [part.strip("{}+") for part in pattern.partition("?")[0].split("/")[1:] if part]
    parts = path.lstrip("/").split("/", max(len(names) - 1, 0))
    return {name: urllib.parse.unquote(part) for name, part in zip(names, parts, strict=False)}


def read_request(model, request):
    """The parameters that a service would see, by its model; and what nobody knows."""
    if model.service_model.metadata["protocol"] == "json":
        assert request.headers["content-type"] == "application/x-amz-json-1.1"
        assert request.headers["x-amz-target"] == f"TrentService.{model.name}"
        return json.loads(request.body), {}
    shape = model.input_shape
    if model.service_model.metadata["protocol"] == "query":
        assert request.headers["content-type"].startswith("application/x-www-form-urlencoded")
        form = dict(urllib.parse.parse_qsl(request.body.decode(), keep_blank_values=True, strict_parsing=True))
        assert form.pop("Action") == model.name
        assert form.pop("Version") == model.service_model.api_version
        return (read_form(shape, form, "") if shape else {}), form

    params = read_path(model.http["requestUri"], request.path)
    query = dict(request.query)
    headers = {name: value for name, value in request.headers.items() if name.startswith(("x-amz-", "if-", "range", "content-type"))}
    for name, _ in urllib.parse.parse_qsl(model.http["requestUri"].partition("?")[2], keep_blank_values=True):
        query.pop(name)
    for name, member in (shape.members if shape else {}).items():
        place = member.serialization.get("location")
        found = {"querystring": query, "header": headers}.get(place, {})
        key = wire_name(member, name)
        key = key.lower() if place == "header" else key
        if key in found:
            params[name] = scalar(member, found.pop(key))
    payload = shape.serialization.get("payload") if shape else None
    if payload and request.body:
        member = shape.members[payload]
        if member.type_name == "structure":
            element = ET.fromstring(request.body)
            assert element.tag == "{http://s3.amazonaws.com/doc/2006-03-01/}" + wire_name(member, payload), element.tag
            params[payload] = read_xml(member, element)
        else:
            params[payload] = request.body.decode()
    elif request.body:
        raise AssertionError(f"{model.name} has no payload, but {request.body!r} was sent")
    unknown = query | {name: value for name, value in headers.items()
                       if name not in ("x-amz-date", "x-amz-content-sha256", "x-amz-security-token", "content-type")}
    return params, unknown


def write_scalar(shape, value):
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime.datetime):
        return value.strftime("%Y-%m-%dT%H:%M:%S.000Z")
    return str(value)


def write_xml(parent, name, shape, value):
    if shape.type_name == "list":
        flat = shape.serialization.get("flattened")
        target = parent if flat else ET.SubElement(parent, name)
        item = shape.member.serialization.get("name", name if flat else "member")
        for element in value:
            write_xml(target, name if flat else item, shape.member, element)
    elif shape.type_name == "map":
        target = ET.SubElement(parent, name)
        for key, element in value.items():
            entry = ET.SubElement(target, "entry")
            write_xml(entry, "key", shape.key, key)
            write_xml(entry, "value", shape.value, element)
    elif shape.type_name == "structure":
        target = ET.SubElement(parent, name)
        write_members(target, shape, value)
    else:
        ET.SubElement(parent, name).text = write_scalar(shape, value)


def write_members(target, shape, value):
    for member, inner in value.items():
        write_xml(target, wire_name(shape.members[member], member), shape.members[member], inner)


def write_json(value):
    if isinstance(value, datetime.datetime):
        return value.timestamp()
    raise TypeError(value)


def write_answer(model, output):
    """Status, headers and body of an answer that says what `output` says."""
    protocol = model.service_model.metadata["protocol"]
    shape = model.output_shape
    headers = {"x-amz-request-id": "r", "x-amzn-RequestId": "r"}
    status = model.http.get("responseCode", 200)
    if protocol == "json":
        body = json.dumps(output, default=write_json).encode() if output else b""
        return status, headers | {"Content-Type": "application/x-amz-json-1.1"}, body
    if protocol == "query":
        root = ET.Element(model.name + "Response", xmlns=model.service_model.metadata["xmlNamespace"])
        result = ET.SubElement(root, model.name + "Result")
        write_members(result, shape, output)
        ET.SubElement(ET.SubElement(root, "ResponseMetadata"), "RequestId").text = "r"
        return status, headers, ET.tostring(root, encoding="UTF-8", xml_declaration=True)

    rest = {}
    for name, value in output.items():
        member = shape.members[name]
        if member.serialization.get("location") == "header":
            date = isinstance(value, datetime.datetime)
            headers[wire_name(member, name)] = format_datetime(value, usegmt=True) if date else write_scalar(member, value)
        else:
            rest[name] = value
    if not rest:
        return status, headers, b""
    payload = shape.serialization.get("payload")
    if payload and shape.members[payload].type_name != "structure":
        return status, headers, rest[payload].encode()
    root = ET.Element("root")
    if payload:
        write_xml(root, wire_name(shape.members[payload], payload), shape.members[payload], rest[payload])
    else:
        write_members(ET.SubElement(root, ROOTS[model.name]), shape, rest)
    root[0].set("xmlns", "http://s3.amazonaws.com/doc/2006-03-01/")
    return status, headers | {"Content-Type": "application/xml"}, ET.tostring(root[0], encoding="UTF-8", xml_declaration=True)
