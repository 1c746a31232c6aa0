"""The cluster: control plane, node groups and what they are launched from, and what moto has not learnt of EKS."""

# pyright: basic

from typing import Any

from tests.rigs.aws.kind import Account, Created, Inputs, Kind, declared, nothing, wire

_CLUSTER_VPC = {
    "subnetIds": "subnetIds",
    "securityGroupIds": "securityGroupIds",
    "endpointPrivateAccess": "endpointPrivateAccess",
    "endpointPublicAccess": "endpointPublicAccess",
    "publicAccessCidrs": "publicAccessCidrs",
}
_FORGOTTEN = "moto's clusters do not have it"


def _numbers(values: Inputs) -> dict[str, int]:
    return {key: int(value) for key, value in values.items()}


def _create_cluster(account: Account, name: str, inputs: Inputs) -> Created:
    encryption = inputs.get("encryptionConfig")
    network = inputs.get("kubernetesNetworkConfig")
    made = account.client("eks", inputs).create_cluster(
        name=inputs.get("name", name),
        version=inputs["version"],
        roleArn=inputs["roleArn"],
        resourcesVpcConfig=wire(inputs["vpcConfig"], _CLUSTER_VPC),
        logging={"clusterLogging": [{"types": inputs["enabledClusterLogTypes"], "enabled": True}]},
        accessConfig=dict(inputs["accessConfig"]),
        upgradePolicy={"supportType": inputs["upgradePolicy"]["supportType"]},
        bootstrapSelfManagedAddons=inputs["bootstrapSelfManagedAddons"],
        deletionProtection=inputs["deletionProtection"],
        **({"encryptionConfig": [_encryption(encryption)]} if encryption else {}),
        **({"kubernetesNetworkConfig": dict(network)} if network else {}),
    )["cluster"]
    outputs = {
        "name": made["name"],
        "arn": made["arn"],
        "vpcConfig": {**inputs["vpcConfig"], "clusterSecurityGroupId": _create_group(account, made["name"], inputs)},
        "endpoint": made["endpoint"],
        "certificateAuthority": made["certificateAuthority"],
        "identities": [{"oidcs": [{"issuer": made["identity"]["oidc"]["issuer"]}]}],
    }
    return Created(made["name"], outputs)


def _create_group(account: Account, cluster: str, inputs: Inputs) -> str:
    """The group of the cluster's nodes, which moto's EKS does not create."""
    ec2 = account.client("ec2", inputs)
    (subnet, *_) = ec2.describe_subnets(SubnetIds=inputs["vpcConfig"]["subnetIds"])["Subnets"]
    group = ec2.create_security_group(GroupName=f"eks-{cluster}", Description="EKS", VpcId=subnet["VpcId"])
    return group["GroupId"]


def _encryption(declared_: Inputs) -> dict[str, Any]:
    return {"provider": {"keyArn": declared_["provider"]["keyArn"]}, "resources": declared_["resources"]}


def _read_cluster(account: Account, identifier: str, inputs: Inputs) -> Inputs:
    held = account.client("eks", inputs).describe_cluster(name=identifier)["cluster"]
    return {
        "name": held["name"],
        "version": held["version"],
        "roleArn": held["roleArn"],
        "vpcConfig": {
            # moto fills in whom a closed endpoint would admit.
            key: value
            for key, value in declared(held["resourcesVpcConfig"], _CLUSTER_VPC).items()
            if key in inputs["vpcConfig"]
        },
        "encryptionConfig": (held.get("encryptionConfig") or [None])[0],
        "kubernetesNetworkConfig": {
            key: held["kubernetesNetworkConfig"].get(key) for key in inputs.get("kubernetesNetworkConfig", {})
        },
        "enabledClusterLogTypes": held["logging"]["clusterLogging"][0]["types"],
    }


def _create_nodes(account: Account, name: str, inputs: Inputs) -> Created:
    template = inputs.get("launchTemplate")
    made = account.client("eks", inputs).create_nodegroup(
        clusterName=inputs["clusterName"],
        nodegroupName=inputs.get("nodeGroupName", name),
        nodeRole=inputs["nodeRoleArn"],
        subnets=inputs["subnetIds"],
        scalingConfig=_numbers(inputs["scalingConfig"]),
        instanceTypes=inputs["instanceTypes"],
        amiType=inputs["amiType"],
        capacityType=inputs["capacityType"],
        labels=dict(inputs.get("labels", {})),
        taints=[dict(taint) for taint in inputs.get("taints", [])],
        updateConfig=_numbers(inputs["updateConfig"]),
        nodeRepairConfig=dict(inputs["nodeRepairConfig"]),
        **({"launchTemplate": dict(template)} if template else {}),
    )["nodegroup"]
    groups = [{"name": group["name"]} for group in made["resources"]["autoScalingGroups"]]
    for group in groups:
        _create_machines(account, group["name"], inputs)
    return Created(
        f"{made['clusterName']}:{made['nodegroupName']}",
        {"arn": made["nodegroupArn"], "resources": [{"autoscalingGroups": groups}]},
    )


def _create_machines(account: Account, name: str, inputs: Inputs) -> None:
    """The group behind a node group, which moto's EKS names and does not create."""
    account.client("autoscaling", inputs).create_auto_scaling_group(
        AutoScalingGroupName=name,
        LaunchTemplate={"LaunchTemplateId": inputs["launchTemplate"]["id"], "Version": "$Latest"},
        MinSize=0,
        MaxSize=0,
        VPCZoneIdentifier=",".join(inputs["subnetIds"]),
    )


def _read_nodes(account: Account, identifier: str, inputs: Inputs) -> Inputs:
    cluster, _, group = identifier.partition(":")
    held = account.client("eks", inputs).describe_nodegroup(clusterName=cluster, nodegroupName=group)["nodegroup"]
    template = held.get("launchTemplate") or {}
    return {
        "clusterName": held["clusterName"],
        "nodeGroupName": held["nodegroupName"],
        "nodeRoleArn": held["nodeRole"],
        "subnetIds": held["subnets"],
        "scalingConfig": held["scalingConfig"],
        "instanceTypes": held["instanceTypes"],
        "amiType": held["amiType"],
        "capacityType": held["capacityType"],
        "labels": held["labels"],
        "taints": held["taints"],
        "launchTemplate": {key: template.get(key) for key in inputs.get("launchTemplate", {})},
    }


_EBS = {
    "volumeSize": "VolumeSize",
    "volumeType": "VolumeType",
    "encrypted": "Encrypted",
    "kmsKeyId": "KmsKeyId",
    "deleteOnTermination": "DeleteOnTermination",
}
_METADATA = {
    "httpEndpoint": "HttpEndpoint",
    "httpTokens": "HttpTokens",
    "httpPutResponseHopLimit": "HttpPutResponseHopLimit",
}
_FLAGS = {"true": True, "false": False}


def _disk(mapping: Inputs) -> dict[str, Any]:
    ebs = wire(mapping["ebs"], _EBS)
    made = {key: _FLAGS.get(value, value) if isinstance(value, str) else int(value) for key, value in ebs.items()}
    return {"DeviceName": mapping["deviceName"], "Ebs": made}


def _from_disk(held: Inputs) -> dict[str, Any]:
    ebs = declared(held["Ebs"], _EBS)
    return {
        "deviceName": held["DeviceName"],
        "ebs": {key: str(value).lower() if isinstance(value, bool) else value for key, value in ebs.items()},
    }


def _labelled(specification: Inputs) -> dict[str, Any]:
    tags = [{"Key": key, "Value": value} for key, value in specification["tags"].items()]
    return {"ResourceType": specification["resourceType"], "Tags": tags}


def _from_labelled(held: Inputs) -> dict[str, Any]:
    return {"resourceType": held["ResourceType"], "tags": {tag["Key"]: tag["Value"] for tag in held["Tags"]}}


def _create_template(account: Account, name: str, inputs: Inputs) -> Created:
    metadata = wire(inputs["metadataOptions"], _METADATA)
    metadata["HttpPutResponseHopLimit"] = int(metadata["HttpPutResponseHopLimit"])
    made = account.client("ec2", inputs).create_launch_template(
        LaunchTemplateName=inputs.get("name", name),
        LaunchTemplateData={
            "BlockDeviceMappings": [_disk(mapping) for mapping in inputs["blockDeviceMappings"]],
            "MetadataOptions": metadata,
            "TagSpecifications": [_labelled(each) for each in inputs["tagSpecifications"]],
        },
    )["LaunchTemplate"]
    return Created(made["LaunchTemplateId"], {"latestVersion": made["LatestVersionNumber"]})


def _read_template(account: Account, identifier: str, inputs: Inputs) -> Inputs:
    versions = account.client("ec2", inputs).describe_launch_template_versions(LaunchTemplateId=identifier)
    (held,) = versions["LaunchTemplateVersions"]
    data = held["LaunchTemplateData"]
    return {
        "name": held["LaunchTemplateName"],
        "blockDeviceMappings": [_from_disk(mapping) for mapping in data["BlockDeviceMappings"]],
        "metadataOptions": declared(data["MetadataOptions"], _METADATA),
        "tagSpecifications": [_from_labelled(each) for each in data["TagSpecifications"]],
    }


def _create_addon(account: Account, name: str, inputs: Inputs) -> Created:
    associations = inputs.get("podIdentityAssociations", [])
    account.client("eks", inputs).create_addon(
        clusterName=inputs["clusterName"],
        addonName=inputs["addonName"],
        resolveConflicts=inputs.get("resolveConflictsOnCreate", "NONE"),
        podIdentityAssociations=[dict(each) for each in associations],
        **({"configurationValues": inputs["configurationValues"]} if "configurationValues" in inputs else {}),
    )
    return Created(name)


def _create_entry(account: Account, name: str, inputs: Inputs) -> Created:
    account.client("eks", inputs).create_access_entry(
        clusterName=inputs["clusterName"], principalArn=inputs["principalArn"]
    )
    return Created(name)


def _create_grant(account: Account, name: str, inputs: Inputs) -> Created:
    account.client("eks", inputs).associate_access_policy(
        clusterName=inputs["clusterName"],
        principalArn=inputs["principalArn"],
        policyArn=inputs["policyArn"],
        accessScope=dict(inputs["accessScope"]),
    )
    return Created(name)


def _create_identity(account: Account, name: str, inputs: Inputs) -> Created:
    account.client("eks", inputs).create_pod_identity_association(
        clusterName=inputs["clusterName"],
        namespace=inputs["namespace"],
        serviceAccount=inputs["serviceAccount"],
        roleArn=inputs["roleArn"],
    )
    return Created(name)


def _create_hint(account: Account, name: str, inputs: Inputs) -> Created:
    tag, group = inputs["tag"], inputs["autoscalingGroupName"]
    account.client("autoscaling", inputs).create_or_update_tags(
        Tags=[
            {
                "ResourceId": group,
                "ResourceType": "auto-scaling-group",
                "Key": tag["key"],
                "Value": tag["value"],
                "PropagateAtLaunch": tag["propagateAtLaunch"],
            }
        ]
    )
    return Created(name)


def _read_hint(account: Account, identifier: str, inputs: Inputs) -> Inputs:
    del identifier
    wanted = [{"Name": "auto-scaling-group", "Values": [inputs["autoscalingGroupName"]]}]
    for tag in account.client("autoscaling", inputs).describe_tags(Filters=wanted)["Tags"]:
        if tag["Key"] == inputs["tag"]["key"]:
            found = {"key": tag["Key"], "value": tag["Value"], "propagateAtLaunch": tag["PropagateAtLaunch"]}
            return {"autoscalingGroupName": tag["ResourceId"], "tag": found}
    return {}


KINDS = {
    "aws:eks/cluster:Cluster": Kind(
        _create_cluster,
        _read_cluster,
        {
            "accessConfig": _FORGOTTEN,
            "bootstrapSelfManagedAddons": _FORGOTTEN,
            "deletionProtection": _FORGOTTEN,
            "upgradePolicy": _FORGOTTEN,
        },
    ),
    "aws:eks/nodeGroup:NodeGroup": Kind(
        _create_nodes, _read_nodes, {"updateConfig": _FORGOTTEN, "nodeRepairConfig": _FORGOTTEN}
    ),
    "aws:ec2/launchTemplate:LaunchTemplate": Kind(
        _create_template, _read_template, {"updateDefaultVersion": "what an update does, which EC2 is told only then"}
    ),
    "aws:eks/addon:Addon": Kind(_create_addon, nothing),
    "aws:eks/accessEntry:AccessEntry": Kind(_create_entry, nothing),
    "aws:eks/accessPolicyAssociation:AccessPolicyAssociation": Kind(_create_grant, nothing),
    "aws:eks/podIdentityAssociation:PodIdentityAssociation": Kind(_create_identity, nothing),
    "aws:autoscaling/tag:Tag": Kind(_create_hint, _read_hint),
}
